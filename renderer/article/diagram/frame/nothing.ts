/** Stands for a library that the frame does without: a diagram that asks for it can't be drawn. */
export default class Nothing {
  constructor() {
    throw new Error('This kind of layout is not supported here.');
  }
}
