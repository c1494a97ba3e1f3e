import { Button } from "@stoa/ui/button";
import { Checkbox, Radio, RadioGroup } from "@stoa/ui/choice";
import { Field } from "@stoa/ui/field";
import { Input, Textarea } from "@stoa/ui/input";
import { NavTabs } from "@stoa/ui/nav-tabs";
import { Select } from "@stoa/ui/select";
import { Switch } from "@stoa/ui/switch";
import { Tab, TabList, TabPanel, Tabs } from "@stoa/ui/tabs";
import { TextLink } from "@stoa/ui/text-link";
import { Section, Specimen } from "./section.tsx";

const LOOKS = ["primary", "secondary", "quiet", "danger"] as const;

export function Controls() {
  return (
    <Section title="Controls">
      {LOOKS.map((look) => (
        <Specimen key={look} name={`Button, ${look}`}>
          <Button look={look} size="lg">
            Buy the course
          </Button>
          <Button look={look}>Buy the course</Button>
          <Button look={look} size="sm">
            Buy the course
          </Button>
          <Button look={look} disabled>
            Not now
          </Button>
          <Button look={look} busy>
            Opening…
          </Button>
        </Specimen>
      ))}
      <Specimen name="Link">
        <p>
          Read <TextLink href="#text">what happens to your data</TextLink>, or go{" "}
          <TextLink quiet href="#quiet">
            elsewhere
          </TextLink>
          .
        </p>
      </Specimen>
      <Specimen name="Field">
        <Field id="d-mail" label="E-mail" hint="Your receipt and the way in go there." className="w-80">
          {(wiring) => <Input {...wiring} type="email" placeholder="you@example.org" />}
        </Field>
        <Field
          id="d-wrong"
          label="E-mail"
          error="This is not a whole address: something should follow the @."
          className="w-80"
        >
          {(wiring) => <Input {...wiring} defaultValue="zeno@" />}
        </Field>
        <Field id="d-off" label="Order" className="w-80">
          {(wiring) => <Input {...wiring} disabled defaultValue="ord_01jd" />}
        </Field>
        <Field id="d-country" label="Country" optional="optional" className="w-80">
          {(wiring) => (
            <Select {...wiring}>
              <option>Greece</option>
              <option>India</option>
            </Select>
          )}
        </Field>
        <Field id="d-note" label="Note" className="w-80">
          {(wiring) => <Textarea {...wiring} defaultValue="Grows with what is written." />}
        </Field>
      </Specimen>
      <Specimen name="Choices">
        <div>
          <Checkbox label="Send me the receipt" hint="One mail, nothing else." defaultChecked />
          <Checkbox label="Remember this browser" />
          <Checkbox label="Not for now" disabled />
        </div>
        <RadioGroup id="d-level" legend="Level">
          <Radio name="d-level" label="Beginner" defaultChecked />
          <Radio name="d-level" label="Advanced" hint="Some Greek is assumed." />
          <Radio name="d-level" label="Masters" disabled />
        </RadioGroup>
        <div className="grid gap-3">
          <Switch aria-label="Off" />
          <Switch aria-label="On" defaultChecked />
          <Switch aria-label="Unavailable" disabled />
        </div>
      </Specimen>
      <Specimen name="Tabs">
        <Tabs defaultValue="what" className="w-full max-w-reading">
          <TabList aria-label="Course">
            <Tab value="what">What</Tab>
            <Tab value="who">Who teaches</Tab>
          </TabList>
          <TabPanel value="what">Twelve lessons on columns.</TabPanel>
          <TabPanel value="who">Zeno of Citium.</TabPanel>
        </Tabs>
        <div className="w-full max-w-reading">
          <NavTabs
            label="Account"
            tabs={[
              { href: "#1", label: "Profile", current: true },
              { href: "#2", label: "Sessions", current: false },
            ]}
          />
        </div>
      </Specimen>
    </Section>
  );
}
