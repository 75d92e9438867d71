import { TOPICS, type TopicName } from "#contract/topics.ts";
import type { CheckLine } from "#core/model/check-line.ts";
import type { PipelineConfig } from "#core/model/pipeline-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import type {
  CountSubscriptions,
  DeployedTopics,
  SubscriptionCounts,
} from "#core/ports/topic-subscriptions.ts";

type Subscribers = NonNullable<PipelineConfig["deployment"]>["subscribers"];

/** How many listen to a topic, and how many of those whom config names do not; or why nobody can say. */
type Look = { readonly topic: TopicName; readonly subject: string } & (
  | { readonly confirmed: number; readonly missing: number }
  | { readonly refusal: string }
);

/**
 * Whether what the pipeline says reaches anybody, one line per subject; none where no topic is deployed. SNS forgets after two days whom
 * it asked to confirm in vain, and CloudFormation does not notice: who is named in config, or has to listen to a topic that config asks for, but
 * is not counted is missing all the same.
 */
export async function subscriberLines(
  topics: DeployedTopics,
  { deployment }: Pick<PipelineConfig, "deployment">,
): Promise<CheckLine[]> {
  const looks = await Promise.all(
    TOPICS.flatMap((topic) => {
      const count = topics.get(topic.name);
      if (count === undefined) return [];
      const lists: readonly (keyof Subscribers)[] = topic.subscribers;
      const named = lists.reduce((sum, list) => sum + namedIn(deployment?.subscribers, list), 0);
      return [lookAt(topic, count, Math.max(named, topic.minimumListeners))];
    }),
  );
  return [...Map.groupBy(looks, ({ subject }) => subject)].map(([subject, ofSubject]) => {
    const reachesNobody = ofSubject.every(isSilent);
    return {
      what: `subscribers of ${subject}`,
      ok: ofSubject.every(isComplete) && !reachesNobody,
      detail: [...ofSubject.map(describe), ...(reachesNobody ? ["nobody is told"] : [])].join("; "),
    };
  });
}

function namedIn(subscribers: Subscribers | undefined, list: keyof Subscribers): number {
  return subscribers?.[list].length ?? 0;
}

async function lookAt(
  { name: topic, subject }: (typeof TOPICS)[number],
  count: CountSubscriptions,
  named: number,
): Promise<Look> {
  try {
    return { topic, subject, ...compared(await count(), named) };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    return { topic, subject, refusal: `${error.name}: ${error.message}` };
  }
}

function compared({ confirmed, pending }: SubscriptionCounts, named: number) {
  return { confirmed, missing: Math.max(pending, named - confirmed) };
}

function isComplete(look: Look): boolean {
  return "missing" in look && look.missing === 0;
}

function isSilent(look: Look): boolean {
  return "confirmed" in look && look.confirmed === 0;
}

function describe(look: Look): string {
  if ("refusal" in look) return `${look.topic}: ${look.refusal}`;
  const { topic, confirmed, missing } = look;
  return `${topic}: ${confirmed} confirmed${missing === 0 ? "" : `, ${missing} not: confirm, or subscribe again`}`;
}
