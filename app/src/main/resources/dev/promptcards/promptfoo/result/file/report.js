(() => {
  const table = document.querySelector('table.cases');
  const only = document.getElementById('only');
  const find = document.getElementById('find');
  const shown = document.getElementById('shown');
  const rows = [...table.tBodies[0].rows];
  const apply = () => {
    const text = find.value.trim().toLowerCase();
    let count = 0;
    table.classList.toggle('only', only.checked);
    for (const row of rows) {
      const hid = text !== '' && !row.textContent.toLowerCase().includes(text);
      row.classList.toggle('hid', hid);
      if (!hid && !(only.checked && row.classList.contains('ok'))) count++;
    }
    shown.textContent = count + ' of ' + rows.length + ' rows';
  };
  only.addEventListener('change', apply);
  find.addEventListener('input', apply);
  apply();
})();
