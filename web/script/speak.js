// Reading aloud: [data-speak] appears where the browser can speak and reads the page's main part.
import { all, on, one } from './page.js';

export function speak(root) {
	if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
	all('[data-speak]', root).forEach((button) => {
		const words = button.lastChild;
		const rest = words.textContent;
		button.hidden = false;
		on(button, 'click', () => {
			if (speechSynthesis.speaking) { speechSynthesis.cancel(); words.textContent = rest; return; }
			const text = one(button.dataset.speak || 'main').innerText.replace(/\n+/g, '。');
			// Long texts stop half-way in some browsers: one utterance a sentence.
			const sentences = text.match(/[^。？；]+[。？；]?/g) || [];
			sentences.forEach((sentence, i) => {
				const say = new SpeechSynthesisUtterance(sentence);
				say.lang = document.documentElement.lang || 'zh-CN';
				say.rate = 0.9;
				if (i === sentences.length - 1) say.onend = () => { words.textContent = rest; };
				speechSynthesis.speak(say);
			});
			words.textContent = '停止朗读';
		});
	});
	on(window, 'pagehide', () => speechSynthesis.cancel());
}
