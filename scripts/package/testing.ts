/** The package's `./testing`: Harvester's API in memory, for tests of an extension. Runs in plain Node; no shell is needed. */
export { admissionRules } from '../harvester-api/admission/rules';
export { HarvesterApi } from '../harvester-api/api';
export type { HarvesterApiOptions, Subscriber } from '../harvester-api/api';
export { createControllers } from '../harvester-api/controllers/controllers';
export { Definitions } from '../harvester-api/definitions';
export type { ServedType } from '../harvester-api/definitions';
export { loadDemoData } from '../harvester-api/demo-data';
export { startServer } from '../harvester-api/server';
export type { RunningServer, ServerOptions } from '../harvester-api/server';
export type {
  AccessRequest, AdmissionRequest, AdmissionRule, ApiRequest, ApiResponse, Authorize, ClusterReader, ClusterWriter, Controller, JsonObject, KubeObject, ObjectMeta, ResourceDefinition, WatchEvent,
} from '../harvester-api/types';
export { Denied } from '../harvester-api/types';
export { sampleObject } from '../conformance/sample-object';
