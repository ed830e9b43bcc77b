/** Who has requests to make: a batch. */
export interface Claimant {
  /** `Destination.host`. */
  readonly host: string;
  /** `Destination.name`. */
  readonly destination: string;
  /** Requests at the same time to this destination, where it takes fewer than a host. */
  readonly concurrency: number | undefined;
  /** Begins a request, if there is one to make now; the slot is free again when it settles. It never rejects. */
  take(): Promise<void> | undefined;
}

/** Over all hosts, as a multiple of what one host gets. */
const hostsAtOnce = 4;

/**
 * Hands out the right to make a request: so many a host, a destination and in all, to one claimant after the other, so
 * that none waits until another is through.
 */
export class Slots {
  #concurrency: number;
  /** The next to be served comes first. */
  readonly #claimants: Claimant[] = [];
  #mayFill = false;
  #isFilling = false;
  #taken = 0;
  readonly #takenOfHost = new Map<string, number>();
  readonly #takenOfDestination = new Map<string, number>();

  /** @param concurrency Requests at the same time to one host. */
  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  set concurrency(requests: number) {
    this.#concurrency = requests;
    this.fill();
  }

  add(claimant: Claimant): void {
    this.#claimants.push(claimant);
    this.fill();
  }

  remove(claimant: Claimant): void {
    const place = this.#claimants.indexOf(claimant);
    if (place !== -1) this.#claimants.splice(place, 1);
  }

  /** Hands out what is free: to be called when a claimant may have something to do. */
  fill(): void {
    // Whoever takes a slot may call this again: the loop that runs starts over for it.
    this.#mayFill = true;
    if (this.#isFilling) return;
    this.#isFilling = true;
    while (this.#mayFill) {
      this.#mayFill = false;
      const served = this.#claimants.find((claimant) => this.#hasRoomFor(claimant) && this.#offer(claimant));
      if (served) this.#queueBehindOthers(served);
    }
    this.#isFilling = false;
  }

  #queueBehindOthers(claimant: Claimant): void {
    this.remove(claimant);
    this.#claimants.push(claimant);
    this.#mayFill = true;
  }

  #hasRoomFor({ host, destination, concurrency = Infinity }: Claimant): boolean {
    return (
      this.#taken < this.#concurrency * hostsAtOnce &&
      (this.#takenOfHost.get(host) ?? 0) < this.#concurrency &&
      (this.#takenOfDestination.get(destination) ?? 0) < concurrency
    );
  }

  #offer(claimant: Claimant): boolean {
    const { host, destination } = claimant;
    const request = claimant.take();
    if (request === undefined) return false;
    this.#add(1, host, destination);
    void request.then(() => {
      this.#add(-1, host, destination);
      this.fill();
    });
    return true;
  }

  #add(change: number, host: string, destination: string): void {
    this.#taken += change;
    add(change, this.#takenOfHost, host);
    add(change, this.#takenOfDestination, destination);
  }
}

function add(change: number, counts: Map<string, number>, key: string): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
