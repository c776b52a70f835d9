import { describeCreatePaths } from '../contract/create-paths';
import { describeWritePaths } from '../contract/write-paths';
import { clusterServer } from './support/cluster-server';

describeWritePaths(clusterServer());
describeCreatePaths(clusterServer());
