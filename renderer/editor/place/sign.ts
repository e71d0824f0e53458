/** A sign that a text does not hold and that markdown takes for a letter. */
export function unusedSign(text: string): string {
  for (let code = 0xe000; code < 0xf8ff; code += 1) {
    const sign = String.fromCharCode(code);
    if (!text.includes(sign)) return sign;
  }
  return '\uf8ff';
}
