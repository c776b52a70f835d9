import { embeddedServer } from '../support/test-server';
import { describeApi } from './api';

describeApi(embeddedServer());
