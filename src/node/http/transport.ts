/** How requests go over one connection: what its two ways have in common. */
import type { Answer } from './answer.ts';
import type { Body } from './body.ts';
import type { Connect } from './connector.ts';
import type { RequestHead } from './requestHead.ts';

export interface OutgoingRequest extends RequestHead {
  readonly content: Body['content'] | undefined;
}

/** Hears how an exchange goes; what it throws ends that, and is told to `onFailure`. */
export interface ExchangeListener {
  /** From now on bytes may have reached the server. */
  onStart(): void;
  /** Bytes of the body were handed to the network. */
  onSent(bytes: number): void;
  /** Something of the answer has come. */
  onBytes(): void;
  /** Also of a provisional answer (1xx). */
  onHead(status: number, headers: Answer['headers']): void;
  onData(bytes: Buffer): void;
  /** The answer is whole. `isAllSent`: so was the request. */
  onEnd(isAllSent: boolean): void;
  /** Nothing more comes. */
  onFailure(error: Error): void;
}

/** Sends one request after the other to one origin, over a connection that it opens when it has none. */
export interface Transport {
  /** Only when the one before has ended. @throws Error when the request can't be sent. */
  send(request: OutgoingRequest, listener: ExchangeListener): void;
  /** Ends what is under way, without telling its listener. */
  destroy(reason: Error): void;
}

export interface TransportOptions {
  readonly connector: ReturnType<Connect>;
  /** Its connection was closed. */
  readonly onDisconnect: () => void;
}

/** @param origin of what answers. */
export type TransportClass = new (origin: string, options: TransportOptions) => Transport;
