type Middleware = <Args, Result>(next: (args: Args) => Promise<Result>) => (args: Args) => Promise<Result>;

/** The part of an SDK client that is used here. */
interface ClientWithStack {
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: "deserialize"; priority: "high"; name: string }): void;
  };
}

function isUnreadableSuccess(error: unknown): error is Error {
  if (!(error instanceof Error) || !("$metadata" in error)) return false;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return false;
  return metadata.httpStatusCode === 200;
}

const markUnreadable: Middleware = (next) => async (args) => {
  try {
    return await next(args);
  } catch (error) {
    if (isUnreadableSuccess(error)) Object.assign(error, { $retryable: {} });
    throw error;
  }
};

/**
 * Lets the client's own retry repeat a call whose answer was HTTP 200 with half a body. Without this the SDK throws the parser's
 * error at once, since it does not know it as passing.
 *
 * @returns the same client
 */
export function retryCutAnswers<Client extends ClientWithStack>(client: Client): Client {
  client.middlewareStack.add(markUnreadable, {
    step: "deserialize",
    priority: "high",
    name: "retryCutAnswers",
  });
  return client;
}
