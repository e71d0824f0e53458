import 'react';

declare module 'react' {
  interface CSSProperties {
    '--avatar-hue'?: number;
    '--depth'?: number;
  }
}
