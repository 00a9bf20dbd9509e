import type { DeliveryMessage } from '../ports.ts';

/** What a run leaves to be handed to the queue. */
export interface Next {
  readonly messages: readonly DeliveryMessage[];
  /** How long nobody is to get them; at once where it is not said. */
  readonly delaySeconds?: number;
}
