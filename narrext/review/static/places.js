// Places in the text: offsets count characters (code points) of the release.

export function selected(pane) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return pane.contains(range.commonAncestorContainer) ? range : null;
}

export function spanOf(range) {
  const block = blockOf(range.startContainer);
  if (!block || block !== blockOf(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(block.dataset.start) + [...before.toString()].length;
  return [start, start + [...range.toString()].length];
}

function blockOf(node) { return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".text[data-start]"); }

export function rangeOf(pane, start, end) {
  const block = [...pane.querySelectorAll(".text[data-start]")].findLast((each) => Number(each.dataset.start) <= start);
  if (!block) return null;
  const range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let at = Number(block.dataset.start), begun = false;
  while (walker.nextNode()) {
    const letters = [...walker.currentNode.data], last = at + letters.length;
    const units = (count) => letters.slice(0, count).join("").length;
    if (!begun && start < last) { range.setStart(walker.currentNode, units(start - at)); begun = true; }
    if (begun && end <= last) { range.setEnd(walker.currentNode, units(end - at)); return range; }
    at = last;
  }
  return null;
}
