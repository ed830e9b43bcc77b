/**
 * Draws the sample files in media/samples that are pictures. Run as a program after a change here:
 * `node test/setup/makeSamples.ts`. Every name, number and address on them is invented.
 */
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';

const folder = join(import.meta.dirname, '../../media/samples');

const items = [
  ['2', 'Flat White', '9.80'],
  ['1', 'Almond Croissant', '4.60'],
  ['1', 'Blueberry Porridge', '7.25'],
  ['3', 'Cinnamon Bun', '11.85'],
];

const receipt = `<!doctype html>
<style>
  body { margin: 0; width: 760px; height: 820px; overflow: hidden;
    background: radial-gradient(circle at 30% 20%, #8b6b4d, #4e3826 85%); font: 21px/1.42 'DejaVu Sans Mono'; }
  body::before { content: ''; position: absolute; inset: 0;
    background: repeating-linear-gradient(91deg, transparent 0 34px, #2b1b1026 34px 36px, transparent 36px 90px); }
  main { position: absolute; left: 96px; top: 42px; width: 490px; padding: 38px 40px 30px; color: #26262a;
    background: linear-gradient(100deg, #fbf9f2, #efece2 60%, #dcd8cb);
    box-shadow: 6px 14px 34px #0009; transform: perspective(2600px) rotateX(4deg) rotate(-1.1deg); }
  h1 { margin: 0; font-size: 29px; line-height: 1.25; text-align: center; letter-spacing: 1px; }
  p { margin: 0; text-align: center; }
  table { width: 100%; margin: 8px 0; border-top: 2px dashed #555; padding-top: 8px; border-spacing: 0; }
  td:last-child { text-align: right; }
  .total td { font-size: 28px; font-weight: bold; padding: 6px 0; }
</style>
<main>
  <h1>MARIGOLD &amp; FINCH BAKERY LTD</h1>
  <p>48 Lantern Street</p>
  <p>Brackwater BW4 7QX</p>
  <p>VAT No: 402 1187 36</p>
  <table>
    <tr><td>Date: 14/03/2026</td><td>09:42</td></tr>
    <tr><td>Receipt No: 10583</td><td>Till 2</td></tr>
  </table>
  <table>${items.map(([count, name, price]) => `<tr><td>${count} ${name}</td><td>${price}</td></tr>`).join('')}</table>
  <table>
    <tr><td>Subtotal</td><td>33.50</td></tr>
    <tr><td>VAT 20%</td><td>6.70</td></tr>
    <tr class="total"><td>TOTAL GBP</td><td>40.20</td></tr>
    <tr><td>Cash</td><td>50.00</td></tr>
    <tr><td>Change</td><td>9.80</td></tr>
  </table>
  <p>Thank you, come again!</p>
</main>`;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
const loaves = [420, 468, 455, 530, 612, 655];

const chart = `<!doctype html>
<style>body { margin: 0; background: #fff; } text { font: 15px 'DejaVu Sans'; fill: #444; }</style>
<svg width="640" height="360" viewBox="0 0 640 360" xmlns="http://www.w3.org/2000/svg">
  <text x="24" y="34" style="font-size: 20px; fill: #222">Loaves sold in a month</text>
  ${loaves
    .map((count, index) => {
      const [left, height] = [40 + index * 98, count * 0.36];
      return `<rect x="${left}" y="${318 - height}" width="62" height="${height}" rx="6" fill="hsl(${28 + index * 5} 80% 56%)"/>
        <text x="${left + 31}" y="${308 - height}" text-anchor="middle">${count}</text>
        <text x="${left + 31}" y="342" text-anchor="middle">${months[index] ?? ''}</text>`;
    })
    .join('')}
</svg>`;

async function draw(html: string, viewport: { readonly width: number; readonly height: number }, name: string) {
  const page = await browser.newPage({ viewport });
  await page.setContent(html);
  const isPhoto = name.endsWith('.jpg');
  await page.screenshot({
    path: join(folder, name),
    ...(isPhoto ? { type: 'jpeg', quality: 82 } : { type: 'png' }),
  });
  await page.close();
}

const browser = await launchBrowser();
try {
  await draw(receipt, { width: 760, height: 820 }, 'receipt.jpg');
  await draw(chart, { width: 640, height: 360 }, 'chart.png');
} finally {
  await browser.close();
}
