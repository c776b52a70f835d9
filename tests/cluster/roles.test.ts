import { describeRoles } from '../contract/roles';
import { clusterServer } from './support/cluster-server';

describeRoles(clusterServer());
