import { embeddedServer } from '../support/test-server';
import { describeEveryType } from './every-type';

describeEveryType(embeddedServer());
