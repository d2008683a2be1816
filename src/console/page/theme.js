// Before anything is drawn: what was chosen here before, else what the system says.
{
  const chosen = localStorage.getItem('tidegate-theme');
  const dark = chosen === null ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
