import { useState } from 'react';
import type { Settings } from '../../shared/contract/methods-app.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { RadioGroup, TextField } from '../ui/Field.tsx';
import { toast } from '../ui/Toast.tsx';

type Way = 'system' | 'direct' | 'own';

const ways = [
  {
    value: 'system',
    label: 'As the system and git have it',
    hint: 'Most people need nothing else.',
  },
  { value: 'direct', label: 'No proxy' },
  { value: 'own', label: 'This proxy' },
] as const;

function wayOf(proxy: string): Way {
  if (proxy === '') return 'system';
  return proxy === 'direct' ? 'direct' : 'own';
}

/** How Commonplace reaches the places where wikis are shared. */
export function NetworkForm({ kept }: { readonly kept: Pick<Settings, 'proxy' | 'caFile'> }) {
  const api = useApi();
  const [way, setWay] = useState<Way>(wayOf(kept.proxy));
  const [address, setAddress] = useState(wayOf(kept.proxy) === 'own' ? kept.proxy : '');
  const [caFile, setCaFile] = useState(kept.caFile);
  const [problems, setProblems] = useState<{ proxy?: string; caFile?: string }>({});
  const [isBusy, setIsBusy] = useState(false);

  const typed = way === 'own' ? address.trim() : '';
  const proxy = way === 'direct' ? 'direct' : typed;

  const save = async () => {
    if (isBusy) return;
    if (way === 'own' && typed === '') {
      setProblems({ proxy: 'Type the address of the proxy.' });
      return;
    }
    setIsBusy(true);
    const found: { proxy?: string; caFile?: string } = {};
    try {
      const now = await api.request('app.updateSettings', { proxy });
      // A name and password are kept elsewhere and not shown again.
      if (way === 'own') setAddress(now.proxy);
    } catch (error) {
      found.proxy = failureMessage(error);
    }
    try {
      setCaFile((await api.request('app.updateSettings', { caFile })).caFile);
    } catch (error) {
      found.caFile = failureMessage(error);
    }
    setProblems(found);
    setIsBusy(false);
    if (found.proxy === undefined && found.caFile === undefined) {
      toast({ kind: 'success', title: 'Kept. It holds from the next time you share.' });
    }
  };

  return (
    <form
      className="cp-settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <RadioGroup label="Proxy" value={way} options={ways} onValueChange={setWay} />
      {way === 'own' && (
        <TextField
          label="Address of the proxy"
          placeholder="http://proxy.example.org:3128"
          autoCapitalize="none"
          spellCheck={false}
          hint="If it wants a name and password, put them before the address: http://name:password@proxy.example.org:3128. A SOCKS proxy starts with socks5:// or, where it finds names itself, with socks5h://. The password is kept where your other passwords are, and not shown again."
          error={problems.proxy ?? null}
          value={address}
          onValueChange={setAddress}
        />
      )}
      <TextField
        label="Certificate file"
        placeholder="/home/you/authority.pem"
        autoCapitalize="none"
        spellCheck={false}
        hint="For a server of your own organisation that this computer does not trust yet: the file that its people gave you. Leave it empty otherwise."
        error={problems.caFile ?? null}
        value={caFile}
        onValueChange={setCaFile}
      />
      <p>
        <Button type="submit" isBusy={isBusy}>
          Save network settings
        </Button>
      </p>
    </form>
  );
}
