import { inject, provide, type InjectionKey, type Ref } from 'vue';

/** What the button beside Save does in the editor that it stands in. */
interface ReviewOffer {
  /** False where there is nothing to ask, such as a resource that is none of Kubernetes. */
  readonly offered: boolean;
  /** True while the server is asked. */
  readonly asking: Readonly<Ref<boolean>>;
  /** Asks the server what saving would change, and shows it. */
  readonly ask: () => Promise<void>;
}

const KEY: InjectionKey<ReviewOffer> = Symbol('review');

/** Offers the review to the buttons of this editor. Only within `setup`. */
export function provideReview(offer: ReviewOffer): void {
  provide(KEY, offer);
}

/** What the editor around this button offers. Only within `setup`. */
export function useReviewOffer(): ReviewOffer | undefined {
  return inject(KEY, undefined);
}
