/*
 * A script of its own, since it has to run where the page's module does not: in old browsers, and in frames without an origin.
 * Leads out of the frame with the state that its address carries.
 */
document.querySelector('#app a').href = location.href.replace(/\?embed(?=#|$)/, '');
