import { embeddedServer } from '../support/test-server';
import { describeRoles } from './roles';

describeRoles(embeddedServer());
