/** As a source is sent it, such as an Authorization header; null: it wants none. */
export type Login = string | null;

/** Asks with the login of the moment; `isRefused` says whether an answer refuses it. */
export type AskWithLogin = <Reply>(
  ask: (login: Login) => Promise<Reply>,
  isRefused: (reply: Reply) => boolean,
) => Promise<Reply>;

/**
 * Questions that survive a rotation of their login. One that is refused is read once more where it is kept, and if it is another by now
 * the question is asked again with it; questions that are refused at the same time share that reading. A login that is kept as it
 * was is refused for good. Without `renew` every refusal is final.
 *
 * @param renew - reads the login past every cache; what it throws, the question throws
 * @example
 * const ask = renewingLogin("Bearer old", async () => "Bearer new");
 * await ask(get, ({ status }) => status === 401);
 */
export function renewingLogin(first: Login, renew: (() => Promise<Login>) | null): AskWithLogin {
  let login = first;
  const renewals = new Map<Login, Promise<Login>>();

  function renewalOf(refused: Login, renewLogin: () => Promise<Login>): Promise<Login> {
    const found = renewals.get(refused);
    if (found !== undefined) return found;
    const renewal = renewLogin();
    renewals.set(refused, renewal);
    renewal.catch(() => renewals.delete(refused));
    return renewal;
  }

  return async (ask, isRefused) => {
    const used = login;
    const reply = await ask(used);
    if (renew === null || !isRefused(reply)) return reply;
    const renewed = await renewalOf(used, renew);
    if (renewed === used) return reply;
    login = renewed;
    return ask(renewed);
  };
}

/** Statuses by which HTTP refuses a login. */
export function refusesLogin({ status }: { readonly status: number }): boolean {
  return status === 401 || status === 403;
}
