export function TutorialTab() {
  return <h2>Tutorial</h2>;
}
