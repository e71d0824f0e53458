import { useState } from 'react';
import type { Preferences } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { Checkbox, TextField } from '../ui/Field.tsx';
import { usePreferences } from './use-preferences.ts';

interface PreferencesProps {
  readonly preferences: Preferences;
  readonly onChange: (changes: Partial<Preferences>) => void;
}

/** What happens without being asked for. */
export function AutomaticSection(props: {
  readonly wiki: WikiId;
  /** False without any place: then there is nothing to share by itself. */
  readonly isShared: boolean;
}) {
  const { preferences, updatePreferences } = usePreferences(props.wiki);
  if (preferences === undefined) return null;
  return (
    <section className="cp-share-section" aria-labelledby="cp-automatic">
      <h2 id="cp-automatic">By itself</h2>
      <Checkbox
        label="Save pages by themselves"
        hint="When you leave a page, or pause for two minutes. Off, text that you don’t save is kept as a draft."
        checked={preferences.saving === 'byItself'}
        onCheckedChange={(checked) =>
          updatePreferences({ saving: checked ? 'byItself' : 'byHand' })
        }
      />
      {props.isShared && <Sharing preferences={preferences} onChange={updatePreferences} />}
      <Checkbox
        label="Record changes by other programs by themselves"
        hint="Off, they wait until you record them here."
        checked={preferences.recordOutside === 'byItself'}
        onCheckedChange={(checked) =>
          updatePreferences({ recordOutside: checked ? 'byItself' : 'ask' })
        }
      />
    </section>
  );
}

function Sharing(props: PreferencesProps) {
  const { preferences } = props;
  const { isAutomatic } = preferences;
  return (
    <>
      <Checkbox
        label="Share by itself"
        hint="Off, nothing goes out or comes in until you press “Share now”."
        checked={isAutomatic}
        onCheckedChange={(checked) => props.onChange({ isAutomatic: checked })}
      />
      <fieldset className="cp-automatic" disabled={!isAutomatic}>
        <legend className="cp-visually-hidden">When to share by itself</legend>
        <Minutes preferences={preferences} onChange={props.onChange} />
        <Checkbox
          label="After I save a page"
          checked={preferences.onSave}
          disabled={!isAutomatic}
          onCheckedChange={(onSave) => props.onChange({ onSave })}
        />
        <Checkbox
          label="When I come back to this window"
          checked={preferences.onFocus}
          disabled={!isAutomatic}
          onCheckedChange={(onFocus) => props.onChange({ onFocus })}
        />
      </fieldset>
    </>
  );
}

function Minutes(props: PreferencesProps) {
  const { everyMinutes, isAutomatic } = props.preferences;
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? String(everyMinutes);
  const minutes = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  const isValid = minutes >= 1 && minutes <= 1440;
  const keep = () => {
    if (!isValid) return;
    if (minutes !== everyMinutes) props.onChange({ everyMinutes: minutes });
    setTyped(null);
  };
  return (
    <form
      className="cp-minutes"
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <TextField
        label="minutes between two times"
        inputMode="numeric"
        value={text}
        disabled={!isAutomatic}
        error={isValid ? null : 'A number of minutes, from 1 to 1440 (a day).'}
        onValueChange={setTyped}
        onBlur={keep}
      />
    </form>
  );
}
