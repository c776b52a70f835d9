import type { ClusterWriter, Controller, WatchEvent } from './types';

/** More rounds than any settled cluster needs: past it, controllers are undoing one another. */
const LIMIT = 10_000;

/** Hands each change to the controllers that watch its resource, one at a time, in order. */
export class ControllerQueue {
  private readonly controllers: readonly Controller[];
  private readonly cluster: ClusterWriter;
  private readonly waiting: WatchEvent[] = [];
  private running = false;

  constructor(controllers: readonly Controller[], cluster: ClusterWriter) {
    this.controllers = controllers;
    this.cluster = cluster;
  }

  add(event: WatchEvent): void {
    if (this.controllers.some(({ watches }) => watches.includes(event.resource))) {
      this.waiting.push(event);
    }
  }

  /** Runs until nothing is waiting. A change made meanwhile waits for its turn; a call from within a controller does nothing. */
  run(): void {
    if (this.running) {
      return;
    }
    this.running = true;
    try {
      for (let round = 0; this.waiting.length; round += 1) {
        const event = this.waiting.shift();

        if (round >= LIMIT) {
          const resource = event?.resource ?? '';

          this.waiting.length = 0;
          throw new Error(`the controllers do not settle: ${ resource } changes again and again`);
        }
        if (event) {
          this.reconcile(event);
        }
      }
    } finally {
      this.running = false;
    }
  }

  private reconcile(event: WatchEvent): void {
    for (const controller of this.controllers) {
      if (controller.watches.includes(event.resource)) {
        try {
          controller.reconcile(event, this.cluster);
        } catch (error) {
          // A controller's failure is its own: the user's request has been answered.
          console.error(`controller ${ controller.name } failed on ${ event.resource } ${ event.object.metadata.name }:`, error);
        }
      }
    }
  }
}
