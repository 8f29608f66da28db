/**
 * A movement on the balance at the payment service that belongs to a payment, as its books say it: what
 * the payer paid or got back, and what of it was settled, each in its own currency. Minor units,
 * negative where money leaves the balance; the fee is taken off.
 */
export interface Movement {
  id: string;
  /** The service's own word for what it is, such as `charge` or `refund_failure`. */
  category: string;
  /** The charge, refund or dispute behind it. */
  sourceId: string;
  paymentIntent: string;
  /** The installation that made the payment; null where none is named. */
  portal: string | null;
  currency: string;
  amount: number;
  settledCurrency: string;
  settledAmount: number;
  fee: number;
  bookedAt: Date;
}

/** Movements booked from `from` to before `to`, newest first, those after the movement with the id `after`. */
export interface MovementsWanted {
  from: Date;
  to: Date;
  after: string | null;
}

/** One page of them: those of payments, and the id to go on from; null where it was the last page. */
export interface MovementPage {
  movements: Movement[];
  next: string | null;
}

/** An address to which the payment service reports, and the types of events that it sends there (`*`: all). */
export interface WebhookEndpoint {
  url: string;
  enabled: boolean;
  types: string[];
}

/** What the payment service's own books say, and where it reports to. */
export interface BookCalls {
  movements(wanted: MovementsWanted): Promise<MovementPage>;
  webhookEndpoints(): Promise<WebhookEndpoint[]>;
}
