import { embeddedServer } from '../support/test-server';
import { describeStaleStatus } from './stale-status';

describeStaleStatus(embeddedServer());
