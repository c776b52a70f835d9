import { embeddedServer } from '../support/test-server';
import { describeClones } from './clones';

describeClones(embeddedServer());
