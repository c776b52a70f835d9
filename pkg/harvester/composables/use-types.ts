import { onMounted, ref, type Ref } from 'vue';
import type { Shell } from './use-shell';

/** A type whose list could not be loaded, and why, in the server's words. */
export interface LoadProblem {
  readonly type: string;
  readonly message: string;
}

/** How far the loading of some types is. */
export interface Loading {
  readonly loading: Readonly<Ref<boolean>>;
  readonly problems: Readonly<Ref<readonly LoadProblem[]>>;
}

function messageOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;

  return typeof message === 'string' && message !== '' ? message : String(error);
}

/** Loads the lists that a page shows or looks things up in. A type that the cluster does not serve is left out; a failure is a problem, not an error. */
export function useTypes(shell: Pick<Shell, 'schemaFor' | 'load'>, types: readonly string[]): Loading {
  const loading = ref(true);
  const problems = ref<readonly LoadProblem[]>([]);

  onMounted(async() => {
    const served = types.filter((type) => shell.schemaFor(type));
    const results = await Promise.all(served.map(async(type): Promise<LoadProblem | undefined> => {
      try {
        await shell.load(type);

        return undefined;
      } catch (error) {
        return { type, message: messageOf(error) };
      }
    }));

    problems.value = results.filter((problem) => problem !== undefined);
    loading.value = false;
  });

  return { loading, problems };
}
