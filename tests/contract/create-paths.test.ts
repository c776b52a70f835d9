import { embeddedServer } from '../support/test-server';
import { describeCreatePaths } from './create-paths';

describeCreatePaths(embeddedServer());
