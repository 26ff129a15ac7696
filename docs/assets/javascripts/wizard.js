/* The wizard: adds up the weights of the chosen answers, says how sure the result is and what would flip it.
   The same sums as scripts/crosscheck/tallies.py, which works out the scenarios; a test holds both together. */
(() => {
  "use strict";

  const form = document.querySelector("form.cc-wizard");
  if (!form) return;
  const MOST_FLIPS = 5;
  const margin = Number(form.dataset.margin);
  const live = form.querySelector(".cc-tally__live");
  const part = (name) => live.querySelector(`[data-part="${name}"]`);
  const bars = [...live.querySelectorAll("[data-framework]")];
  const names = new Map(bars.map((bar) => [bar.dataset.framework, bar.dataset.name]));
  const questions = [...form.querySelectorAll("fieldset")].map((set) => ({
    asks: set.querySelector("legend").lastChild.textContent.trim(),
    radios: [...set.querySelectorAll("input[type=radio]")],
  }));
  const said = (radio) => radio.labels[0].textContent;
  const weights = (radio) =>
    radio.dataset.weights.trim().split(" ").filter(Boolean).map((text) => {
      const [framework, weight] = text.split(":");
      return [framework, Number(weight)];
    });

  const chosen = () => questions.map((question) => question.radios.find((radio) => radio.checked) ?? null);

  const sums = (answers) => {
    const points = new Map([...names.keys()].map((id) => [id, 0]));
    for (const radio of answers)
      if (radio) for (const [id, weight] of weights(radio)) points.set(id, points.get(id) + weight);
    const order = [...points.entries()].sort((a, b) => b[1] - a[1]);
    const lead = order.length > 1 ? order[0][1] - order[1][1] : 0;
    return { points, lead, leader: lead >= margin ? order[0][0] : null };
  };

  const flips = (answers, found) =>
    questions.flatMap((question, position) =>
      question.radios
        .filter((radio) => !radio.checked)
        .map((radio) => ({ question, radio, leader: sums(answers.with(position, radio)).leader }))
        .filter((other) => other.leader !== found.leader),
    );

  const list = (name, items) => {
    part(name).hidden = items.length === 0;
    part(name).querySelector("ul").replaceChildren(...items);
  };

  const item = (before, strong, after) => {
    const made = document.createElement("li");
    const bold = document.createElement("strong");
    bold.textContent = strong;
    made.append(before + " ", bold, after);
    return made;
  };

  const verdict = (found, answered, ways) => {
    if (!answered) return "Answer a question, and the tally moves.";
    const left = questions.length - answered;
    const open = left ? ` ${left} question${left > 1 ? "s" : ""} open.` : "";
    if (!found.leader) return `A split so far: nobody leads by ${margin}.${open}`;
    const sure = ways.length ? "Leaning: one other answer could change that." : "Clear: no single other answer would change it.";
    return `${names.get(found.leader)}, ahead by ${found.lead}. ${sure}${open}`;
  };

  const show = () => {
    const answers = chosen();
    const answered = answers.filter(Boolean).length;
    const found = sums(answers);
    const ways = answered ? flips(answers, found) : [];
    const most = Math.max(1, ...found.points.values());
    for (const bar of bars) {
      const points = found.points.get(bar.dataset.framework);
      bar.querySelector("meter").max = most;
      bar.querySelector("meter").value = points;
      bar.querySelector("strong").textContent = String(points);
    }
    const text = verdict(found, answered, ways);
    if (part("result").textContent !== text) part("result").textContent = text;
    part("split").hidden = !answered || Boolean(found.leader);
    const told = ways.slice(0, MOST_FLIPS).map((way) => item(way.question.asks, said(way.radio), ": " + (way.leader ? names.get(way.leader) : "a split")));
    if (ways.length > MOST_FLIPS) told.push(item("and", String(ways.length - MOST_FLIPS), " more answers"));
    list("flips", told);
    list("reasons", answers.filter((radio) => radio && weights(radio).length).map((radio) => {
      const moved = weights(radio).map(([id, weight]) => `+${weight} ${names.get(id)}`).join(", ");
      return item("", said(radio), `: ${moved}`);
    }));
    const instead = new Set(answers.flatMap((radio) => (radio ? radio.dataset.instead.trim().split(" ") : [])));
    for (const box of live.querySelectorAll("[data-alternative]")) box.hidden = !instead.has(box.dataset.alternative);
    return answers;
  };

  const remember = () => {
    const kept = new URLSearchParams();
    for (const radio of show()) if (radio) kept.set(radio.name, radio.value);
    const text = kept.toString();
    history.replaceState(null, "", location.pathname + (text ? "?" + text : ""));
  };

  const given = new URLSearchParams(location.search);
  for (const { radios } of questions)
    for (const radio of radios) radio.checked = given.get(radio.name) === radio.value;
  live.hidden = false;
  form.querySelector(".cc-tally__off").hidden = true;
  form.addEventListener("change", remember);
  form.addEventListener("reset", () => setTimeout(remember));
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
