import { describeEveryType } from '../conformance/every-type';
import { clusterServer } from './support/cluster-server';

// Where the two servers may differ: in what is stored, and in the text of the YAML page.
describeEveryType(clusterServer(), ['form', 'yaml']);
