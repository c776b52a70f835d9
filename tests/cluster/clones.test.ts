import { describeClones } from '../contract/clones';
import { clusterServer } from './support/cluster-server';

describeClones(clusterServer());
