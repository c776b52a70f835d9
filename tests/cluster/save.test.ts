import { describeSave } from '../contract/save';
import { clusterServer } from './support/cluster-server';

describeSave(clusterServer());
