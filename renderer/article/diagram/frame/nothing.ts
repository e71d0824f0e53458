/** Stands for a library that the frame does without: a diagram that asks for it can't be drawn. */
class Nothing {
  readonly isThere: boolean;

  constructor() {
    this.isThere = false;
    throw new Error('This kind of layout is not supported here.');
  }
}

// eslint-disable-next-line no-restricted-exports -- what it stands for is imported so
export default Nothing;
