import { onBeforeUnmount, onMounted, ref, toRaw, type Ref } from 'vue';
import type { Shell } from './use-shell';

/** As much of the shell's socket as tells whether updates arrive. Source: @shell/utils/socket. */
interface Socket {
  readonly hasBeenOpen: boolean;
  isConnected(): boolean;
  addEventListener(event: string, listener: () => void): void;
  removeEventListener(event: string, listener: () => void): void;
}

/** The socket's events after which it may be connected, or not any more. */
const EVENTS = ['connected', 'connecting', 'disconnected', 'connect_error', 'disconnect_error'] as const;

function isSocket(value: unknown): value is Socket {
  return typeof value === 'object' && value !== null && 'addEventListener' in value && 'isConnected' in value;
}

/** True while the connection that brings other people's changes is lost. One that was never there is not lost. */
export function useLiveUpdates(shell: Pick<Shell, 'socket'>): Readonly<Ref<boolean>> {
  const interrupted = ref(false);
  let socket: Socket | undefined;

  function follow(): void {
    interrupted.value = socket !== undefined && socket.hasBeenOpen && !socket.isConnected();
  }

  onMounted(() => {
    // The store's reactive view of the socket does not notice what the socket does to itself.
    const found: unknown = toRaw(shell.socket());

    if (isSocket(found)) {
      socket = found;
      EVENTS.forEach((event) => { found.addEventListener(event, follow); });
      follow();
    }
  });

  onBeforeUnmount(() => {
    EVENTS.forEach((event) => { socket?.removeEventListener(event, follow); });
  });

  return interrupted;
}
