import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { Callout } from "@stoa/ui/callout";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { adminEnv } from "../../env.ts";
import { Entrance } from "../../frame/entrance.tsx";
import { plain, type Search } from "../../server/query.ts";
import { currentActor } from "../../server/session.ts";
import { SignInForm } from "./sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const [params, actor] = await Promise.all([plain(searchParams), currentActor()]);
  const next = pathOfOurs(params.next, "/");
  if (actor.kind === "user") redirect(next);
  const { local, sandboxUrl, webUrl } = adminEnv();
  return (
    <Entrance title="Sign in">
      {params.ended ? (
        <Callout tone="info" title="You were away for a while, so the door was closed.">
          Sessions here end after 30 quiet minutes. Sign in, and you are back where you were.
        </Callout>
      ) : null}
      <SignInForm next={next} />
      <p className="text-ink-soft text-sm">
        <TextLink href={`${webUrl}/forgot-password`}>I do not know my password</TextLink>
      </p>
      {local && sandboxUrl ? (
        <p className="border-line border-t pt-4 text-ink-soft text-sm">
          On this machine the codes are shown by the{" "}
          <TextLink href={`${sandboxUrl}/authenticator`} target="_blank">
            sandbox’s authenticator
          </TextLink>
          .
        </p>
      ) : null}
    </Entrance>
  );
}
