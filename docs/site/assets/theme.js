// Before the first paint, and under Redoc's name for it: one choice for its page and for all others.
try {
  const mode = localStorage.getItem("redoc.colorMode");
  if (mode === "light" || mode === "dark") document.documentElement.classList.add(mode);
} catch {
  // No storage: the system's choice.
}
