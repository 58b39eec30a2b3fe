"""The page. gradio takes seconds to import, so `huimou.ui.serve` is imported when the page is wanted."""
