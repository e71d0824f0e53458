/** How a file of the wiki can be shown in a page, as far as its name says. */
export type MediaShape = 'picture' | 'audio' | 'video' | 'none';

const shapes: readonly (readonly [RegExp, MediaShape])[] = [
  [/\.(?:avif|bmp|gif|ico|jpe?g|png|svg|webp)$/i, 'picture'],
  [/\.(?:m4a|mp3|ogg|wav)$/i, 'audio'],
  [/\.(?:mp4|webm)$/i, 'video'],
];

export function mediaShapeOf(path: string): MediaShape {
  return shapes.find(([pattern]) => pattern.test(path))?.[1] ?? 'none';
}
