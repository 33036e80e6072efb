// Next requires a default export here.
export default { plugins: { "@tailwindcss/postcss": {} } };
