import { installBrowserGlobals } from '../check/browser-globals';

// The shell's stores and models ask for these when they are imported.
installBrowserGlobals();
