import { describeStaleStatus } from '../contract/stale-status';
import { clusterServer } from './support/cluster-server';

describeStaleStatus(clusterServer());
