import { embeddedServer } from '../support/test-server';
import { describeSave } from './save';

describeSave(embeddedServer());
