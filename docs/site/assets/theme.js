// Before the first paint, and under the name that the API reference uses as well: one choice for both.
(() => {
  let mode = null;
  try {
    mode = localStorage.getItem("redoc.colorMode");
  } catch {
    // No storage: the system's choice.
  }
  if (mode !== "light" && mode !== "dark")
    mode = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.classList.add(mode);
})();
