import { describeApi } from '../contract/api';
import { clusterServer } from './support/cluster-server';

describeApi(clusterServer());
