import { jsonResponse, parseRequest } from '../http';
import type { ParsedRequest } from '../http';
import type { ApiRequest, ApiResponse } from '../types';
import { collection } from './collections';
import { KUBERNETES_VERSION, RANCHER_VERSION } from './management-objects';
import { answerNorman } from './norman';
import type { UiPlugin } from './ui-plugins';
import { uiPluginIndex } from './ui-plugins';
import { USER } from './user';

/** What the dashboard asks at start and meanwhile that is no object of a cluster. */
export class RancherEndpoints {
  private readonly plugins: readonly UiPlugin[];
  private readonly version: string;

  /** `plugins`: the extensions for the dashboard to load; none when the extension is bundled into it. */
  constructor(plugins: readonly UiPlugin[], version = RANCHER_VERSION) {
    this.plugins = plugins;
    this.version = version;
  }

  /** Answers one request, or returns undefined: then it is for a cluster. */
  handle(request: ApiRequest): ApiResponse | undefined {
    const parsed = parseRequest(request);

    return answerNorman(parsed) ?? this.fixed(parsed);
  }

  private fixed(request: ParsedRequest): ApiResponse | undefined {
    switch (`${ request.method } ${ request.path }`) {
      // Only Prime lets a setting (`ui-content-enabled`) keep the dashboard from asking the internet for news.
      case 'GET /rancherversion':
        return jsonResponse(200, { Version: this.version, GitCommit: 'embedded', RancherPrime: 'true' });
      case 'GET /version':
        return jsonResponse(200, { major: '1', minor: '34', gitVersion: KUBERNETES_VERSION, gitCommit: 'embedded', gitTreeState: 'clean', platform: 'linux/amd64' });
      case 'GET /v1/uiplugins':
        return jsonResponse(200, uiPluginIndex(this.plugins));
      case 'POST /v1/ext.cattle.io.selfuser':
        return jsonResponse(201, { id: 'self', type: 'ext.cattle.io.selfuser', apiVersion: 'ext.cattle.io/v1', kind: 'SelfUser', metadata: {}, status: { userID: USER.id } });
      case 'GET /v3-public/authProviders':
      case 'GET /v1-public/authproviders':
        return jsonResponse(200, collection('authProvider', request, [{ id: 'local', type: 'localProvider', baseType: 'authProvider' }]));
      case 'POST /v1-public/login':
      case 'POST /v1/logout':
        return jsonResponse(200, { type: 'session' });
      default:
        return undefined;
    }
  }
}
