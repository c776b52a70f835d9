import { nextTick, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { SaveReview } from '@models/base/save-review';
import { provideReview } from '../pages/review-context';

/** The review of one editor. */
interface SaveReviewing {
  /** What is shown now instead of the editor; `undefined`: the editor. */
  readonly review: Readonly<ShallowRef<SaveReview | undefined>>;
  /** Shows the editor again. An answer that is still to come is not shown. */
  readonly close: () => void;
  /** Shows the editor again, with the focus where the review was asked for. */
  readonly back: () => Promise<void>;
}

/**
 * Offers the buttons of an editor a review of what saving would change. `ask` gets it, or `undefined` when there is nothing to ask yet;
 * `refused` shows what the save would be refused with, as the save itself would. Only within `setup`.
 */
export function useSaveReview({ root, offered, ask, refused }: {
  readonly root: Readonly<Ref<HTMLElement | null>>;
  readonly offered: boolean;
  readonly ask: () => Promise<SaveReview | undefined>;
  readonly refused: (error: unknown) => Promise<void>;
}): SaveReviewing {
  const review = shallowRef<SaveReview>();
  const asking = ref(false);
  let latest = 0;

  function close(): void {
    latest++;
    asking.value = false;
    review.value = undefined;
  }

  async function show(): Promise<void> {
    if (asking.value) {
      return;
    }

    close();
    asking.value = true;

    const current = latest;
    let answer: SaveReview | undefined;
    let refusal: unknown;

    try {
      answer = await ask();
      refusal = answer?.refusal;
    } catch (error) {
      refusal = error;
    }

    if (current !== latest) {
      return;
    }

    asking.value = false;

    if (refusal === undefined) {
      review.value = answer;
    } else {
      await refused(refusal);
    }
  }

  provideReview({ offered, asking, ask: show });

  return {
    review,
    close,
    async back() {
      close();
      await nextTick();
      root.value?.querySelector<HTMLElement>('[data-testid="review"]')?.focus();
    },
  };
}
