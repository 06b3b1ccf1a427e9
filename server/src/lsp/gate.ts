import type { ConnectionOptions, Message, NotificationMessage, RequestMessage, ResponseMessage } from 'vscode-languageserver';
import { ErrorCodes, LSPErrorCodes, Message as Messages, ResponseError } from 'vscode-languageserver';
import { wrongParams } from './params';

/** Lets only those messages through to the handlers that the protocol allows where the client and the server stand. */
export interface Gate {
  /** What a connection is made with. */
  readonly options: ConnectionOptions;
  /** The client has been told what the server can do. */
  initialized(): void;
  /** When the last message arrived, as `performance.now()` tells time, in milliseconds. */
  readonly lastMessage: number;
  /** Whether the client has asked the server to shut down. */
  readonly isShutDown: boolean;
  /** The answer to a request that was not let through; one of this method that was none gets the answer of an unknown method. */
  refusal(params: unknown): ResponseError<void>;
}

/** The method that refused requests are turned into, so that the connection answers them under their own number. */
export const refused = 'iptables/-refused';

/**
 * Makes that. Requests before `initialize` and after `shutdown`, and those whose parameters have another shape than the protocol
 * says, are answered with the error that it names (Base Protocol, Lifecycle Messages); such notifications are dropped. A request
 * that is taken back while it waits is answered without being worked on.
 * @param log Called with why a notification was dropped.
 */
export function gate(log: (message: string) => void = () => undefined): Gate {
  let stage: 'new' | 'running' | 'shut down' = 'new';
  let lastMessage = 0;
  const refusals = new WeakMap<object, ResponseError<void>>();

  function refuse(message: RequestMessage, code: number, why: string): RequestMessage {
    const params = {};
    refusals.set(params, new ResponseError(code, why));
    return { jsonrpc: message.jsonrpc, id: message.id, method: refused, params };
  }

  function checkedRequest(message: RequestMessage): RequestMessage {
    const { method, params } = message;
    if (stage === 'shut down') return refuse(message, ErrorCodes.InvalidRequest, `${method} came after shutdown.`);
    if (method === 'initialize' && stage !== 'new') return refuse(message, ErrorCodes.InvalidRequest, 'The server is initialized already.');
    if (method !== 'initialize' && stage === 'new')
      return refuse(message, ErrorCodes.ServerNotInitialized, `${method} came before initialize.`);
    const wrong = wrongParams(method, params);
    if (wrong !== undefined) return refuse(message, ErrorCodes.InvalidParams, `${method}: ${wrong}`);
    if (method === 'shutdown') stage = 'shut down';
    return message;
  }

  function isWelcome({ method, params }: NotificationMessage): boolean {
    if (method === 'exit' || method.startsWith('$/')) return true;
    if (stage !== 'running') return false;
    const wrong = wrongParams(method, params);
    if (wrong !== undefined) log(`${method} is passed over: ${wrong}`);
    return wrong === undefined;
  }

  return {
    options: {
      messageStrategy: {
        handleMessage(message: Message, next: (message: Message) => void) {
          lastMessage = performance.now();
          // What comes of it is given back, so that the connection hears of an answer that could not be sent.
          if (Messages.isRequest(message)) return next(checkedRequest(message));
          if (!Messages.isNotification(message) || isWelcome(message)) return next(message);
          return undefined;
        },
      },
      connectionStrategy: {
        cancelUndispatched(message: Message): ResponseMessage | undefined {
          if (!Messages.isRequest(message) || message.method === 'initialize' || message.method === 'shutdown') return undefined;
          const error = { code: LSPErrorCodes.RequestCancelled, message: 'The request was given up.' };
          return { jsonrpc: message.jsonrpc, id: message.id, error };
        },
      },
    },
    initialized() {
      stage = 'running';
    },
    get lastMessage() {
      return lastMessage;
    },
    get isShutDown() {
      return stage === 'shut down';
    },
    refusal(params) {
      const found = typeof params === 'object' && params !== null ? refusals.get(params) : undefined;
      return found ?? new ResponseError(ErrorCodes.MethodNotFound, `Unhandled method ${refused}`);
    },
  };
}
