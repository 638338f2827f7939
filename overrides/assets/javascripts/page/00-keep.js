// What a reader chose stays in this browser and goes nowhere else.
const keep = {
  get(name) {
    try {
      return localStorage.getItem(`qkv.${name}`);
    } catch {
      return null; // storage is switched off
    }
  },
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(`qkv.${name}`);
      else localStorage.setItem(`qkv.${name}`, value);
    } catch {
      // then it holds for this page only
    }
  },
};
