import './Tabs.css';
import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly content: ReactNode;
}

/** Views of one thing, one at a time. Only the chosen tab's content is mounted. */
export function Tabs<Value extends string>(props: {
  /** What the tabs are about, for screen readers. */
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly tabs: readonly Tab<Value>[];
}) {
  return (
    <Radix.Root
      className="cp-tabs"
      value={props.value}
      onValueChange={(value) => {
        const tab = props.tabs.find((candidate) => candidate.value === value);
        if (tab) props.onValueChange(tab.value);
      }}
    >
      <Radix.List className="cp-tabs-list" aria-label={props.label}>
        {props.tabs.map((tab) => (
          <Radix.Trigger key={tab.value} className="cp-tab" value={tab.value}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {props.tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value}>
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
