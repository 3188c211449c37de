/** Where a delivery stands, and which content of it is meant. */
export interface DeliveryKey {
  /** A uuid. */
  readonly jobId: string;
  readonly number: number;
  readonly revision: number;
}

const form = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([1-9]\d{0,8})(?:\.([1-9]\d{0,8}))?$/;

/** A notification's id: the same for every attempt at one content, another one for another content. */
export function deliveryId({ jobId, number, revision }: DeliveryKey): string {
  return revision === 0 ? `${jobId}-${number}` : `${jobId}-${number}.${revision}`;
}

/** The key of an id; `undefined` for what is none. */
export function parseDeliveryId(id: string): DeliveryKey | undefined {
  const [, jobId, number, revision = '0'] = form.exec(id) ?? [];
  if (jobId === undefined || number === undefined) return undefined;
  return { jobId, number: Number(number), revision: Number(revision) };
}
