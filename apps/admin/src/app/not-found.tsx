import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";
import { Entrance } from "../frame/entrance.tsx";

export default function NotFound() {
  return (
    <Entrance title="There is no such page" lead="The address may have been cut short on its way.">
      <p>
        <TextLink asChild>
          <Link href="/">To the overview</Link>
        </TextLink>
      </p>
    </Entrance>
  );
}
