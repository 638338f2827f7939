// The element that a hash names, if there is one; the address may say anything.
const targetOf = (hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // "#%"
  }
};
